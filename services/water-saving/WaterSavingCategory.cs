using Bishui.Features;
using Bishui.Features.Tasks;

namespace Bishui.WaterSaving;

/// <summary>水资源节约</summary>
public sealed class WaterSavingCategory : ICategory
{
    /// <inheritdoc/>
    public static string Name => "water-saving";

    /// <inheritdoc/>
    public static string NameZh => "水资源节约";

    /// <inheritdoc/>
    public static IReadOnlyList<Topic> Topics => WaterSavingTopics.All;
}
