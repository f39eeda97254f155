using Bishui.Contracts.Indicators;
using Bishui.Contracts.Obligations;

namespace Bishui.Assessment.Scoring;

/// <summary>A dated duty as it was last told.</summary>
/// <param name="Fact">Id of the fact.</param>
/// <param name="Service">The service that told it.</param>
/// <param name="Told">What it says.</param>
internal sealed record DutyFile(string Fact, string Service, ObligationTold Told);

/// <summary>A demand with the units that have not answered it.</summary>
/// <param name="Fact">Id of the fact.</param>
/// <param name="Told">What it says.</param>
/// <param name="Open">Keys of the units that still owe an answer.</param>
internal sealed record UrgingFile(string Fact, ObligationUrged Told, IReadOnlyList<string> Open);

/// <summary>An indicator as it was last told.</summary>
/// <param name="Fact">Id of the fact.</param>
/// <param name="Service">The service that measures it.</param>
/// <param name="Told">What it says.</param>
internal sealed record IndicatorFile(string Fact, string Service, IndicatorMeasured Told);
