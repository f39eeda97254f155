namespace Bishui.Contracts.Registers;

/// <summary>Rows of a register (名录) were added, changed or retired. Of several about one row the highest version is the newest.</summary>
public sealed record RegisterRowsChanged
{
    /// <summary>The service that holds the register.</summary>
    public required string Service { get; init; }

    /// <summary>Key of the register.</summary>
    public required string Register { get; init; }

    /// <summary>Numbers of the plan's tasks it serves.</summary>
    public required IReadOnlyList<int> Tasks { get; init; }

    /// <summary>Keys of the topics (工作主题) of the register; null where it was told before topics existed.</summary>
    public IReadOnlyList<string>? Topics { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<RegisterRowTold> Rows { get; init; }
}
