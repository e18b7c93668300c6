using System.Text;
using System.Text.Json;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Takes the gateway's JSON log and gives back its lines by reference.</summary>
internal sealed class LogLines : MemoryStream
{
    private readonly Lock _lock = new();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_lock)
            base.Write(buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public string Text()
    {
        lock (_lock)
            return Encoding.UTF8.GetString(ToArray());
    }

    /// <summary>The line of a reference; it is written a moment after the answer.</summary>
    public async Task<JsonElement> FindAsync(string reference)
    {
        string? line = null;
        Assert.True(
            await Eventually.IsSoAsync(() => (line = Text().Split('\n').FirstOrDefault(line => line.EndsWith('}') && line.Contains(reference, StringComparison.Ordinal))) is not null),
            $"no log line for {reference}");
        return JsonDocument.Parse(line!).RootElement;
    }
}
