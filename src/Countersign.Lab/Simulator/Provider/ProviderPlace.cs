namespace Countersign.Lab.Simulator.Provider;

/// <summary>Where the provider is, as a request reached it: its issuer and all that it says of itself follow from that.</summary>
/// <param name="Origin">Scheme, host and port.</param>
internal sealed record ProviderPlace(string Origin)
{
    /// <summary>The path below which it is.</summary>
    public const string Path = "/idp";

    /// <summary>The issuer (RFC 8414 §2).</summary>
    public string Issuer => Origin + Path;

    /// <summary>Where a request reached it. HTTP/1.0 need not say.</summary>
    public static ProviderPlace Of(SimulatedRequest request) =>
        new($"{request.Context.Request.Scheme}://{(request.Context.Request.Host.Value is { Length: > 0 } host ? host : "localhost")}");

    /// <summary>The path and query of a request as it came; of a whole address, as proxies get it, without what stands before the path.</summary>
    public static string TargetOf(SimulatedRequest request) =>
        request.Facts.Target is ['/', ..] and var target ? target : $"{request.Context.Request.Path.ToUriComponent()}{request.Context.Request.QueryString}";

    /// <summary>Whether an address is one of this simulator.</summary>
    public bool Has(string address) => address == Origin || address.StartsWith($"{Origin}/", StringComparison.Ordinal);

    /// <summary>One of its addresses.</summary>
    public string At(string name) => $"{Issuer}/{name}";
}
