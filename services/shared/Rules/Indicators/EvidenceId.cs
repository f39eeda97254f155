namespace Bishui.Rules.Indicators;

/// <summary>Names what a figure rests on.</summary>
/// <param name="Kind"><c>register-row</c>, <c>reading</c>, <c>entry</c>, <c>section-class</c>, <c>indicator</c> …</param>
/// <param name="Id">Id within its kind; of a row <c>register/id</c>, of a reading its natural key.</param>
/// <param name="Version">The version that was used; null for what has none.</param>
public sealed record EvidenceId(string Kind, string Id, long? Version = null);
