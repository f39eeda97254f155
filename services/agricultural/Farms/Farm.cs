using Bishui.Features.Registers;

namespace Bishui.Agricultural.Farms;

/// <summary>What a farm keeps.</summary>
internal enum Livestock
{
    [Term("生猪", "pigs")]
    Pig,

    [Term("牛", "cattle")]
    Cattle,

    [Term("羊", "sheep and goats")]
    Sheep,

    [Term("鸡", "chickens")]
    Chicken,

    [Term("鸭、鹅", "ducks and geese")]
    Duck,

    [Term("其他", "others")]
    Other,
}

/// <summary>The scale of a farm as the agricultural bureau determined it: the plan prints no threshold, so none is applied here.</summary>
internal enum FarmScale
{
    [Term("大型规模养殖场", "large farm")]
    Large,

    [Term("规模养殖场", "farm above scale")]
    Scale,

    [Term("养殖专业户", "specialised household")]
    SpecialisedHousehold,

    [Term("散养户", "smallholder")]
    Smallholder,
}

/// <summary>A livestock farm (畜禽养殖场户).</summary>
[Register("farms", "畜禽养殖场户", "Livestock farms", AgriculturalTopics.Livestock, HelpZh = "规模按区农业农村局的认定填写，平台不按存栏数推定")]
internal sealed record Farm
{
    [Field("养殖场名称", "Name", IsName = true, MaxLength = 100)]
    public required string Name { get; init; }

    [Field("畜禽种类", "Livestock")]
    public required Livestock Livestock { get; init; }

    [Field("规模", "Scale")]
    public required FarmScale Scale { get; init; }

    [Field("所在镇（街道）", "Town or subdistrict")]
    public string? Town { get; init; }

    [Field("存栏", "Head on the farm", Unit = "头（羽）", Min = 0)]
    public int? Head { get; init; }

    /// <summary>Ids of the sections of rivers at the service that measures them; empty where it is not known.</summary>
    [Field("受纳断面", "Receiving sections", HelpZh = "养殖场所在支流的断面编号，断面未达标时据此排查")]
    public IReadOnlyList<string> Sections { get; init; } = [];

    [Field("监测点位", "Monitored site", Refers = "site", IsSite = true)]
    public string? Site { get; init; }

    [Field("联系人及电话", "Contact", Personal = true, MaxLength = 100)]
    public string? Contact { get; init; }
}
