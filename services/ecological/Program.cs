using Bishui.Ecological;
using Bishui.Features;

CategoryService.Build<EcologicalCategory>(args).Run();
