using Bishui.Features;

namespace Bishui.WaterSaving;

/// <summary>水资源节约</summary>
public sealed class WaterSavingCategory : ICategory
{
    /// <inheritdoc/>
    public static string Name => "water-saving";

    /// <inheritdoc/>
    public static string NameZh => "水资源节约";
}
