using System.Net;
using Countersign.Decisions;

namespace Countersign.Gateway.TokenTools;

/// <summary>A request that brings a token and is otherwise as good as can be.</summary>
internal sealed class TrialFacts(string token) : RequestFacts
{
    private readonly string _authorization = $"Bearer {token}";

    public override string Method => "GET";

    public override string Target => "/";

    public override string Host => "localhost";

    public override bool IsTls => true;

    public override IPAddress ClientAddress => IPAddress.Loopback;

    public override bool IsFromScript => false;

    public override string? Field(string name) => IsAuthorization(name) ? _authorization : null;

    public override int FieldCount(string name) => IsAuthorization(name) ? 1 : 0;

    public override ValueTask<ContentReading> ReadContentAsync(int limit, CancellationToken cancel) => new(ContentReading.Whole(default));

    private static bool IsAuthorization(string name) => name.Equals("Authorization", StringComparison.OrdinalIgnoreCase);
}
