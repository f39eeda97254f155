using Bishui.Features;

namespace Bishui.Agricultural;

/// <summary>农业农村污染防治</summary>
public sealed class AgriculturalCategory : ICategory
{
    /// <inheritdoc/>
    public static string Name => "agricultural";

    /// <inheritdoc/>
    public static string NameZh => "农业农村污染防治";
}
