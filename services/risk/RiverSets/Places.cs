using Bishui.Features.Registers;

namespace Bishui.Risk.RiverSets;

/// <summary>Something on a river whose place is printed somewhere.</summary>
internal interface IPlaced
{
    /// <summary>Degrees east; null where it is not known.</summary>
    decimal? Longitude { get; }

    /// <summary>Degrees north; null where it is not known.</summary>
    decimal? Latitude { get; }

    /// <summary>How far the place may be off, in metres.</summary>
    int? PrecisionMetres { get; }

    /// <summary>Datum of the place.</summary>
    string? Datum { get; }
}

internal static class Places
{
    // As sites know them.
    public const string Datums = "CGCS2000|WGS84|GCJ-02|BD-09|Beijing54|Xian80";

    /// <summary>A place has both degrees, and says how exact they are and on which datum: without it a point may be hundreds of metres off.</summary>
    public static IEnumerable<FieldFault> Check(IPlaced place)
    {
        if (place.Longitude is null != place.Latitude is null)
            yield return new(place.Longitude is null ? nameof(place.Longitude) : nameof(place.Latitude), "missing", "经纬度须同时填写", "give both degrees or none");
        else if (place.Longitude is not null)
        {
            if (place.PrecisionMetres is null) yield return new(nameof(place.PrecisionMetres), "missing", "须填位置精度", "say how exact the place is");
            if (place.Datum is null) yield return new(nameof(place.Datum), "missing", "须填坐标系", "say on which datum");
        }
        else if (place.PrecisionMetres is not null || place.Datum is not null)
            yield return new(nameof(place.Longitude), "missing", "须填经纬度", "give the degrees");
    }
}
