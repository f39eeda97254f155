using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Bishui.Tests.Functional.Hostile;

/// <summary>Keeps what services log as an error: what a request brought about, and what failed by itself in the background.</summary>
internal sealed class FailureLog
{
    private readonly ConcurrentQueue<Failure> _failures = [];

    public IEnumerable<Failure> OfRequests => _failures.Where(failure => failure.OfRequest);

    public IEnumerable<Failure> InBackground => _failures.Where(failure => !failure.OfRequest);

    public ILoggerProvider Of(string service) => new Provider(this, service);

    internal sealed record Failure(string Service, string Source, string Message, Exception? Exception)
    {
        public bool OfRequest => Source == "Bishui.Hosting.Errors.ExceptionAnswers";

        /// <summary>What failed where: alike for all failures with one cause.</summary>
        public string Cause => Exception is null ? Message : $"{Innermost.GetType().Name}: {Innermost.Message.Split('\n')[0]} {Place}";

        private Exception Innermost => Exception!.GetBaseException();

        private string? Place => Innermost.StackTrace?.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("at Bishui.", StringComparison.Ordinal));
    }

    private sealed class Provider(FailureLog log, string service) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Logger(log, service, categoryName);

        public void Dispose() { }
    }

    private sealed class Logger(FailureLog log, string service, string source) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) log._failures.Enqueue(new(service, source, formatter(state, exception), exception));
        }
    }
}
