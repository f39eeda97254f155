using Bishui.Features;
using Bishui.Industrial;

CategoryService.Build<IndustrialCategory>(args).Run();
