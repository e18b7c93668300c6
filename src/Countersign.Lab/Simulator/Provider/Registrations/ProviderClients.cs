namespace Countersign.Lab.Simulator.Provider.Registrations;

/// <summary>The clients that the provider knows. One that nobody registered is served all the same, as a public one of this machine: people are to begin at once.</summary>
internal sealed class ProviderClients
{
    /// <summary>The one that is there from the beginning.</summary>
    public static RegisteredClient Demo { get; } = new("demo")
    {
        Secret = "demo-secret",
        Name = "Demo",
        RedirectUris = ["http://127.0.0.1/callback", "https://app.example/callback"],
    };

    private readonly Remembered<RegisteredClient> _clients = new();

    /// <summary>The client of a name.</summary>
    public RegisteredClient Find(string id) => id == Demo.Id ? Demo : _clients.Find(id) ?? new(id) { IsUnknown = true };

    /// <summary>Registers one.</summary>
    public void Register(RegisteredClient client) => _clients.Add(client.Id, client);
}
