namespace Bishui.Features.Registers;

/// <summary>The service's own declarations of this kind (名录).</summary>
/// <param name="All">In the order in which they are shown.</param>
public sealed record RegisterCatalogue(IReadOnlyList<Register> All)
{
    /// <summary>The one with this key; null where the service has none.</summary>
    public Register? Find(string key) => All.FirstOrDefault(register => register.Key == key);
}
