using Bishui.Features;

namespace Bishui.Domestic;

/// <summary>城镇生活污染防治</summary>
public sealed class DomesticCategory : ICategory
{
    /// <inheritdoc/>
    public static string Name => "domestic";

    /// <inheritdoc/>
    public static string NameZh => "城镇生活污染防治";
}
