using Bishui.Features;
using Bishui.Agricultural;

CategoryService.Build<AgriculturalCategory>(args).Run();
