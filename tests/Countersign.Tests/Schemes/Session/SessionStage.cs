using System.Net;
using Countersign.Decisions;
using Countersign.Ports;

namespace Countersign.Tests.Schemes.Session;

/// <summary>A request with any fields.</summary>
internal sealed class FieldFacts(params (string Name, string Value)[] fields) : RequestFacts
{
    public bool Tls { get; init; } = true;

    public override string Method => Verb;

    public string Verb { get; init; } = "GET";

    public override string Target => "/";

    public override string Host => "app.example.org";

    public override string Authority => HostAndPort;

    public string HostAndPort { get; init; } = "app.example.org";

    public override bool IsTls => Tls;

    public override IPAddress ClientAddress => IPAddress.Loopback;

    public override bool IsFromScript => false;

    public override string? Field(string name) => Lines(name) is [var only] ? only : null;

    public override string? FieldLine(string name, int at) => Lines(name).ElementAtOrDefault(at);

    public override int FieldCount(string name) => Lines(name).Length;

    public override ValueTask<ContentReading> ReadContentAsync(int limit, CancellationToken cancel) => default;

    private string[] Lines(string name) => [.. fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value)];
}

/// <summary>Says the same of every session, and remembers which were asked for.</summary>
internal sealed class FixedSessions(SessionCheck check) : ISessions
{
    public List<string> Asked { get; } = [];

    public ValueTask<SessionCheck> FindAsync(string presented, CancellationToken cancel)
    {
        Asked.Add(presented);
        return ValueTask.FromResult(check);
    }
}
