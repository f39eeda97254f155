using Bishui.Agricultural;
using Bishui.Domestic;
using Bishui.Ecological;
using Bishui.Industrial;
using Bishui.Risk;
using Bishui.Shipping;
using Bishui.WaterSaving;

namespace Bishui.Tests.Functional.Categories;

public sealed class IndustrialConformance() : CategoryConformance<IndustrialCategory>("industrial");

public sealed class DomesticConformance() : CategoryConformance<DomesticCategory>("domestic");

public sealed class AgriculturalConformance() : CategoryConformance<AgriculturalCategory>("agricultural");

public sealed class ShippingConformance() : CategoryConformance<ShippingCategory>("shipping");

public sealed class RiskConformance() : CategoryConformance<RiskCategory>("risk");

public sealed class WaterSavingConformance() : CategoryConformance<WaterSavingCategory>("water-saving");

public sealed class EcologicalConformance() : CategoryConformance<EcologicalCategory>("ecological");
