using Bishui.Features;
using Bishui.Domestic;

CategoryService.Build<DomesticCategory>(args).Run();
