using Bishui.Features;
using Bishui.Risk;

CategoryService.Build<RiskCategory>(args).Run();
