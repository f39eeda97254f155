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

public sealed class IndustrialRefusals(SharedCategory<IndustrialCategory> fixture) : CategoryRefusals<IndustrialCategory>(fixture);

public sealed class DomesticRefusals(SharedCategory<DomesticCategory> fixture) : CategoryRefusals<DomesticCategory>(fixture);

public sealed class AgriculturalRefusals(SharedCategory<AgriculturalCategory> fixture) : CategoryRefusals<AgriculturalCategory>(fixture);

public sealed class ShippingRefusals(SharedCategory<ShippingCategory> fixture) : CategoryRefusals<ShippingCategory>(fixture);

public sealed class RiskRefusals(SharedCategory<RiskCategory> fixture) : CategoryRefusals<RiskCategory>(fixture);

public sealed class WaterSavingRefusals(SharedCategory<WaterSavingCategory> fixture) : CategoryRefusals<WaterSavingCategory>(fixture);

public sealed class EcologicalRefusals(SharedCategory<EcologicalCategory> fixture) : CategoryRefusals<EcologicalCategory>(fixture);
