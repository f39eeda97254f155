using System.Text.Json;
using System.Text.RegularExpressions;
using Bishui.Contracts.Registers;
using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting.Errors;
using Bishui.Rules.Indicators;
using Bishui.Rules.Time;
using Bishui.Storage;
using Bishui.Storage.Documents;

namespace Bishui.Features.Registers;

/// <summary>Who writes a row, and from which day on it holds.</summary>
/// <param name="From">The civil day from which it holds.</param>
/// <param name="At">When it is written; the same for all that one decision writes.</param>
/// <param name="Unit">Key of the unit.</param>
/// <param name="By">Client, or the name of the part of the platform that writes by itself.</param>
/// <param name="Reason">Why; null where nobody says.</param>
public sealed record RowWriting(DateOnly From, DateTimeOffset At, string Unit, string By, string? Reason = null);

/// <summary>What became of a write.</summary>
/// <param name="Errors">What is wrong with it; then nothing was added to the commit.</param>
/// <param name="Version">The version that the row has now.</param>
/// <param name="Changed">False where the row says the same already: a repeat changes nothing.</param>
public sealed record RowWritten(IReadOnlyList<RowError> Errors, int Version, bool Changed);

/// <summary>The registers of a category, for its own slices: reads and writes rows within a decision.</summary>
public sealed partial class RegisterBook
{
    private readonly ServiceName _service;
    private readonly RegisterCatalogue _catalogue;
    private readonly IReadOnlyList<ILinkTarget> _targets;
    private readonly Func<IEnumerable<IWatchesRecords>> _watchers;

    internal RegisterBook(ServiceName service, RegisterCatalogue catalogue, IEnumerable<ILinkTarget> targets, Func<IEnumerable<IWatchesRecords>> watchers) =>
        (_service, _catalogue, _targets, _watchers) = (service, catalogue, [.. targets], watchers);

    internal IReadOnlyList<Register> All => _catalogue.All;

    internal Register? Find(string key) => _catalogue.Find(key);

    /// <summary>The row as it holds on a day; null where there is none, or it is retired.</summary>
    public async ValueTask<Row<T>?> FindAsync<T>(
        IDocumentReader reader, string id, DateOnly on, CancellationToken cancel, DateTimeOffset? knownAt = null) where T : class
    {
        ArgumentNullException.ThrowIfNull(reader);
        var held = await reader.FindAsync(RegisterCollections.Rows, RegisterCollections.IdOf(Of<T>().Key, id), cancel);
        return held is null ? null : RowOf<T>(held.Body, on, knownAt);
    }

    /// <summary>The rows that hold on a day, by id; retired ones are left out.</summary>
    public async ValueTask<IReadOnlyList<Row<T>>> ListAsync<T>(
        IDocumentReader reader, DateOnly on, CancellationToken cancel, DateTimeOffset? knownAt = null) where T : class
    {
        var rows = new List<Row<T>>();
        await foreach (var held in StreamAsync(reader, Of<T>(), cancel))
            if (RowOf<T>(held.Body, on, knownAt) is { } row) rows.Add(row);
        return rows;
    }

    /// <summary>Every row with all it was, one after the other, by id; a time in which it was retired is left out.</summary>
    public async ValueTask<IReadOnlyList<IReadOnlyList<Row<T>>>> HistoriesAsync<T>(
        IDocumentReader reader, CancellationToken cancel, DateTimeOffset? knownAt = null) where T : class
    {
        var rows = new List<IReadOnlyList<Row<T>>>();
        await foreach (var held in StreamAsync(reader, Of<T>(), cancel))
            if (held.Body.Spans(knownAt).Where(span => !span.Version.Retired).Select(span => RowOf<T>(held.Body, span)).ToList() is { Count: > 0 } spans)
                rows.Add(spans);
        return rows;
    }

    /// <summary>
    /// Adds a version of a row to the commit, with what tells of it. Faulty ones are answered and not added; what says the same as the row does
    /// from that day already changes nothing. One commit writes a row once.
    /// </summary>
    public ValueTask<RowWritten> PutAsync<T>(
        IDocumentReader reader, Commit commit, string id, T row, RowWriting writing, CancellationToken cancel) where T : class =>
        PutAsync(reader, commit, Of<T>(), id, JsonSerializer.SerializeToElement(row, StorageJson.Options), writing, new(), cancel);

    /// <summary>Adds the retirement of a row to the commit: from the day on it is no longer on the register.</summary>
    public ValueTask<RowWritten> RetireAsync<T>(
        IDocumentReader reader, Commit commit, string id, RowWriting writing, CancellationToken cancel) where T : class =>
        RetireAsync(reader, commit, Of<T>(), id, writing, cancel);

    /// <summary>Lets indicators, findings and duties look again; called after a commit that changed rows.</summary>
    public void Changed()
    {
        foreach (var watcher in _watchers()) watcher.Wake();
    }

    internal async ValueTask<RowWritten> PutAsync(
        IDocumentReader reader, Commit commit, Register register, string id, JsonElement values, RowWriting writing, RowContext context,
        CancellationToken cancel)
    {
        var faults = new List<FieldFault>();
        if (!IdForm().IsMatch(id) || Reserved.Contains(id)) faults.Add(new("id", "bad-id", "编号只能用字母、数字、点、下划线和连字符，最多64位", "an id has letters, digits, dots, underscores and hyphens, at most 64"));
        if (writing.From.Year is < FirstYear or > LastYear) faults.Add(new("from", "out-of-range", $"应在{FirstYear}年至{LastYear}年之间", $"must be between {FirstYear} and {LastYear}"));
        var held = context.Held ?? await reader.FindAsync(RegisterCollections.Rows, RegisterCollections.IdOf(register.Key, id), cancel);
        values = register.Unmasked(values, held?.Body);
        faults.AddRange(register.Covered(values));
        var normal = faults.Count > 0 ? values : register.Read(values, faults);
        if (faults.Count > 0) return Faulty(faults);
        var before = held?.Body.On(writing.From);
        // The same from that day on: whether it was said from that very day or from an earlier one, and nothing else begins later that day.
        if (before is { Version.Retired: false } standing && JsonElement.DeepEquals(standing.Version.Values, normal))
            return new([], held!.Body.Versions[^1].Version, false);
        faults.AddRange(register.Check(normal, before is { Version.Retired: false } span ? span.Version.Values : null, writing.From));
        await CheckReferencesAsync(reader, register, id, normal, context.Beside, faults, cancel);
        if (faults.Count > 0) return Faulty(faults);
        return await WriteAsync(reader, commit, register, id, held, new()
        {
            Version = (held?.Body.Versions[^1].Version ?? 0) + 1,
            From = writing.From,
            Values = normal,
            Unit = writing.Unit,
            By = writing.By,
            RecordedAt = writing.At,
            Reason = writing.Reason,
        }, context.Told, cancel);
    }

    internal async ValueTask<RowWritten> RetireAsync(
        IDocumentReader reader, Commit commit, Register register, string id, RowWriting writing, CancellationToken cancel)
    {
        var held = await reader.FindAsync(RegisterCollections.Rows, RegisterCollections.IdOf(register.Key, id), cancel);
        if (held?.Body.On(writing.From) is not { } before)
            return Faulty([new("id", "unknown-row", $"{writing.From:yyyy-MM-dd} 没有条目 {id}", $"there is no row {id} on that day")]);
        if (before.Version.Retired) return new([], held.Body.Versions[^1].Version, false);
        return await WriteAsync(reader, commit, register, id, held, before.Version with
        {
            Version = held.Body.Versions[^1].Version + 1,
            From = writing.From,
            Retired = true,
            Unit = writing.Unit,
            By = writing.By,
            RecordedAt = writing.At,
            Reason = writing.Reason,
        }, null, cancel);
    }

    /// <summary>The row that a commit writes, and the version of its document.</summary>
    internal static (long Version, HeldRow Row) Written(Commit commit)
    {
        var write = commit.Changes.OfType<DocumentWrite<HeldRow>>().Last();
        return (write.Version + 1, write.Body);
    }

    internal static IAsyncEnumerable<Stored<HeldRow>> StreamAsync(IDocumentReader reader, Register register, CancellationToken cancel) =>
        reader.StreamAsync(RegisterCollections.Rows, new() { From = register.Key + "|", Before = register.Key + "}", Limit = 1000 }, cancel);

    internal static EvidenceId EvidenceOf(string register, string id, int version) => new("register-row", $"{register}/{id}", version);

    private Register Of<T>() where T : class => _catalogue.All.FirstOrDefault(register => register.Type == typeof(T))
        ?? throw new InvalidOperationException($"{typeof(T)} is no register of {_service.Name}.");

    private static Row<T>? RowOf<T>(HeldRow held, DateOnly on, DateTimeOffset? knownAt) where T : class =>
        held.On(on, knownAt) is { Version.Retired: false } span ? RowOf<T>(held, span) : null;

    private static Row<T> RowOf<T>(HeldRow held, RowSpan span) where T : class => new()
    {
        Id = held.Id,
        Values = Register<T>.Record(span.Version.Values),
        Version = span.Version.Version,
        From = span.Version.From,
        To = span.To,
        Unit = held.Versions[0].Unit,
        RecordedAt = span.Version.RecordedAt,
        Evidence = EvidenceOf(held.Register, held.Id, span.Version.Version),
    };

    private async ValueTask<RowWritten> WriteAsync(
        IDocumentReader reader, Commit commit, Register register, string id, Stored<HeldRow>? held, RowVersion version, List<RegisterRowTold>? told, CancellationToken cancel)
    {
        var document = RegisterCollections.IdOf(register.Key, id);
        var row = new HeldRow
        {
            Register = register.Key,
            Id = id,
            Versions = [.. held?.Body.Versions ?? [], version],
            // By whatever name it ever had: a version recorded last need not be the one that holds last.
            Words = string.Join('\n', (held?.Body.Words.Split('\n') ?? [id])
                .Concat(register.Fields.Where(field => field is { Kind: FieldKind.Text, Declared.Personal: false } && version.Values.TryGetProperty(field.Key, out _))
                    .SelectMany(field => field.TextOf(version.Values.GetProperty(field.Key)).Split('\n')))
                .Distinct()),
        };
        if (held is null) commit.Insert(RegisterCollections.Rows, document, row);
        else commit.Update(RegisterCollections.Rows, document, held.Version, row);
        var news = new RegisterRowTold
        {
            Id = id,
            Name = register.NameOf(version.Values),
            Version = version.Version,
            From = version.From,
            Retired = version.Retired,
            Unit = version.Unit,
            RecordedAt = version.RecordedAt,
            Values = register.Words(version.Values),
        };
        if (told is null) commit.Publish(await TellingAsync(reader, register, [news], version.RecordedAt, cancel));
        else told.Add(news);
        return new([], version.Version, true);
    }

    internal async ValueTask<RegisterRowsChanged> TellingAsync(
        IDocumentReader reader, Register register, IReadOnlyList<RegisterRowTold> rows, DateTimeOffset at, CancellationToken cancel) => new()
        {
            Service = _service.Name,
            Register = register.Key,
            Tasks = (await TopicTasks.OfAsync(reader, ChinaTime.DayOf(at), cancel)).NumbersOf(register.Declared.Topics),
            Topics = register.Declared.Topics,
            Rows = rows,
        };

    private async ValueTask CheckReferencesAsync(
        IDocumentReader reader, Register register, string id, JsonElement values, IReadOnlySet<string>? beside, List<FieldFault> faults, CancellationToken cancel)
    {
        foreach (var field in register.Fields.Where(field => field.Declared.Refers is not null))
        {
            if (!values.TryGetProperty(field.Key, out var value)) continue;
            foreach (var named in field.IsList ? value.EnumerateArray().Select(item => item.GetString()!) : [value.GetString()!])
            {
                var kind = field.Declared.Refers!;
                var exists = Find(kind) is { } other
                    // A row may name itself or one registered at any time: what it was is on file.
                    ? (other == register && (named == id || beside?.Contains(named) == true)) || await reader.FindAsync(RegisterCollections.Rows, RegisterCollections.IdOf(kind, named), cancel) is not null
                    : await (_targets.FirstOrDefault(target => target.Kind == kind)
                        ?? throw new InvalidOperationException($"{register.Key}.{field.Key} refers to {kind}, which nothing knows.")).ExistsAsync(reader, named, cancel);
                if (!exists) faults.Add(new(field.Key, $"unknown-{kind}", $"没有{field.Declared.LabelZh} {named}", $"there is no {kind} {named}"));
            }
        }
    }

    private static RowWritten Faulty(IEnumerable<FieldFault> faults) =>
        new([.. faults.Select(fault => new RowError(null, fault.Field, fault.Code, $"{fault.Zh} / {fault.En}"))], 0, false);

    private const int FirstYear = 1900, LastYear = 2199;

    /// <summary>Parts of routes that stand where an id could.</summary>
    private static readonly HashSet<string> Reserved = ["schema", "imports", "template", "template.xlsx", "objects"];

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    private static partial Regex IdForm();
}

/// <summary>What the one who writes a row knows already.</summary>
internal sealed record RowContext
{
    /// <summary>The row, where it has been read; null reads it.</summary>
    public Stored<HeldRow>? Held { get; init; }

    /// <summary>Collects what is told of the change; null tells it with the commit.</summary>
    public List<RegisterRowTold>? Told { get; init; }

    /// <summary>Ids of rows of the same register that are written with it, to which it may refer.</summary>
    public IReadOnlySet<string>? Beside { get; init; }
}
