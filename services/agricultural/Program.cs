using Bishui.Agricultural;
using Bishui.Features;

CategoryService.Build<AgriculturalCategory>(args).Run();
