using System.Globalization;

namespace Bishui.Launcher;

/// <summary>What <c>./start</c> was asked for.</summary>
internal sealed record Options
{
    public const string Usage = """
        用法 / usage: ./start [--port 8080] [--data DIR] [--clock YYYY-MM-DD|real] [--demo] [--reset]

          --port N      网关端口，默认 8080；0 为任选空闲端口 / the gateway's port; 0 picks a free one
          --data DIR    数据目录，默认 .data / the data folder
          --clock DAY   平台时钟：某日 09:00（北京时间）起走，或 real 为真实时间；默认 2021-11-01（计划印发日）
                        the platform's clock: runs on from 09:00 of that day in China, or real time
          --reset       先清空数据目录（台账、监测数据、密钥、凭据全部删除；数据在 MongoDB 时删除本目录的数据库）
                        empty the data folder first, credentials too, and drop its databases where the data are in MongoDB
          --demo        本版本尚未提供 / not there yet

        BISHUI_RABBITMQ=amqp://user:password@host:port/vhost   用自己的 RabbitMQ / use your own RabbitMQ
        BISHUI_MONGO=mongodb://...?replicaSet=rs0              用 MongoDB 代替 SQLite / MongoDB instead of SQLite
        BISHUI_MONGO_PREFIX=name                               首次启动时指定数据库名前缀，默认随机 / the databases' prefix, at the first start; random unless set
        """;

    public int Port { get; private init; } = 8080;

    /// <summary>Null is <c>.data</c> beside ./start.</summary>
    public string? Data { get; private init; }

    /// <summary>Null leaves the clock as it was kept, or starts it at the plan's issue date.</summary>
    public DateOnly? ClockDay { get; private init; }

    public bool RealClock { get; private init; }

    public bool Reset { get; private init; }

    public bool Help { get; private init; }

    /// <exception cref="FormatException">Says in both languages what cannot be understood.</exception>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        var options = new Options();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, inline) = arguments[i].Split('=', 2) is [var before, var after] ? (before, after) : (arguments[i], null);
            options = name switch
            {
                "--port" => options with { Port = ParsePort(Value()) },
                "--data" => options with { Data = Value() },
                "--clock" when Value() is var clock => clock == "real"
                    ? options with { RealClock = true, ClockDay = null }
                    : options with { ClockDay = ParseDay(clock), RealClock = false },
                "--reset" => options with { Reset = true },
                "--help" or "-h" => options with { Help = true },
                "--demo" => throw new FormatException("本版本尚无 --demo（模拟全年数据）。 / --demo is not there yet in this version."),
                _ => throw new FormatException($"不认识的参数 {arguments[i]}。 / Unknown argument {arguments[i]}."),
            };

            string Value() => inline ?? (++i < arguments.Count ? arguments[i] : throw new FormatException($"{name} 后缺少值。 / {name} needs a value."));
        }

        return options;
    }

    private static int ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
            ? port
            : throw new FormatException($"--port {text} 不是端口号。 / --port {text} is not a port.");

    private static DateOnly ParseDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new FormatException($"--clock {text} 不是日期（YYYY-MM-DD）或 real。 / --clock {text} is neither a day nor real.");
}
