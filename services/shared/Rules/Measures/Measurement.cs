namespace Bishui.Rules.Measures;

/// <summary>A value with its unit.</summary>
/// <param name="Value">The value.</param>
/// <param name="Unit">Its unit.</param>
public readonly record struct Measurement(decimal Value, string Unit);
