using Bishui.Features;
using Bishui.WaterSaving;

CategoryService.Build<WaterSavingCategory>(args).Run();
