namespace Countersign.Lab.Simulator.Provider;

/// <summary>Where the provider is, as a request reached it: its issuer and all that it says of itself follow from that.</summary>
/// <param name="Origin">Scheme, host and port.</param>
internal sealed record ProviderPlace(string Origin)
{
    /// <summary>The path below which it is.</summary>
    public const string Path = "/idp";

    /// <summary>The issuer (RFC 8414 §2).</summary>
    public string Issuer => Origin + Path;

    /// <summary>Where a request reached it.</summary>
    public static ProviderPlace Of(SimulatedRequest request) => new($"{request.Context.Request.Scheme}://{request.Context.Request.Host.Value}");

    /// <summary>One of its addresses.</summary>
    public string At(string name) => $"{Issuer}/{name}";
}
