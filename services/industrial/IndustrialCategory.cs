using Bishui.Features;

namespace Bishui.Industrial;

/// <summary>工业污染防治</summary>
public sealed class IndustrialCategory : ICategory
{
    /// <inheritdoc/>
    public static string Name => "industrial";

    /// <inheritdoc/>
    public static string NameZh => "工业污染防治";
}
