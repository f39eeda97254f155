namespace Bishui.Tests.Architecture.Slices
{
    internal sealed class Map
    {
        public Road.Lane Lane { get; } = new();
    }
}

namespace Bishui.Tests.Architecture.Slices.Road
{
    internal sealed class Lane
    {
        public List<River.Water?> Beside { get; } = [];

        public static string Name => nameof(Lane) + new Map().ToString();
    }
}

namespace Bishui.Tests.Architecture.Slices.River
{
    internal sealed class Water
    {
        public static async Task<int> RiseAsync()
        {
            await Task.Yield();
            return new Bridge.Span(null).GetHashCode();
        }
    }
}

namespace Bishui.Tests.Architecture.Slices.Bridge
{
    internal sealed class Span(River.Water? below)
    {
        public River.Water? Below => below;
    }
}
