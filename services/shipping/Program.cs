using Bishui.Features;
using Bishui.Shipping;

CategoryService.Build<ShippingCategory>(args).Run();
