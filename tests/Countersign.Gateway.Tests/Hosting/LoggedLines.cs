using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>What was logged, each line after its level.</summary>
internal sealed class LoggedLines : ILogger
{
    public ConcurrentQueue<string> All { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        All.Enqueue($"{logLevel} {formatter(state, exception)}");
}
