using Bishui.Domestic;
using Bishui.Features;

CategoryService.Build<DomesticCategory>(args).Run();
