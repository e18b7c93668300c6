namespace Countersign.Lab.Simulator.Endpoints.Provider;

/// <summary>Requests of visits to the provider.</summary>
internal static class ProviderCalls
{
    /// <summary>A form.</summary>
    public static SimulatedCall Form(string target, string content) => new SimulatedCall("POST", target) { Content = content }.With("Content-Type", "application/x-www-form-urlencoded");

    /// <summary>A request with the access token that came before.</summary>
    public static SimulatedCall WithToken(string target) => SimulatedCall.Get(target).With("Authorization", "Bearer {access_token}");
}
