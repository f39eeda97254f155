using Bishui.Features;

namespace Bishui.Shipping;

/// <summary>船舶港口污染防治</summary>
public sealed class ShippingCategory : ICategory
{
    /// <inheritdoc/>
    public static string Name => "shipping";

    /// <inheritdoc/>
    public static string NameZh => "船舶港口污染防治";
}
