using System.Net;
using Countersign.Decisions;

namespace Countersign.Benchmarks;

/// <summary>A request with one field at most, as the gate sees it.</summary>
internal sealed class Client(string? name = null, string? value = null) : RequestFacts
{
    public override string Method => "GET";

    public override string Target => "/orders/7?full=1";

    public override string Host => "shop.example";

    public override bool IsTls => true;

    public override IPAddress ClientAddress { get; } = IPAddress.Loopback;

    public override bool IsFromScript => false;

    public override string? Field(string field) => string.Equals(field, name, StringComparison.OrdinalIgnoreCase) ? value : null;

    public override int FieldCount(string field) => Field(field) is null ? 0 : 1;

    public override ValueTask<ContentReading> ReadContentAsync(int limit, CancellationToken cancel) => default;
}
