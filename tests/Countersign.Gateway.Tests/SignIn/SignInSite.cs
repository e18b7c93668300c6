using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Tests.Hosting;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>A gateway with a sign-in page and some users, whose password is the same.</summary>
internal static class SignInSite
{
    public const string Password = "sha1-user";

    public const string Yaml = """
        sign-in: { users: store }
        schemes:
          people: { type: session, realm: People, allow-cleartext: true }
        routes:
          - { name: staff, match: { path: /staff/** }, access: { any-of: [people] }, upstream: UPSTREAM }
          - { name: open, match: { path: /open/** }, access: public, upstream: UPSTREAM }
        """;

    private const string Hash = "{SHA}qkEKe2O/rfkDay95wyuhuL3C3A0=";

    public static async Task<RunningGateway> StartAsync(string yaml = Yaml, params (string Name, string Text)[] files)
    {
        var gateway = await RunningGateway.StartAsync(yaml, null, files);
        AddUsers(gateway);
        return gateway;
    }

    public static void AddUsers(RunningGateway gateway)
    {
        var users = gateway.Host.Services.Users;
        users.Add(new("anna", Hash) { Groups = ["staff"], Email = "anna@example.org" });
        users.Add(new("ben", Hash));
        users.Add(new("eve", Hash) { Disabled = true });
        users.Add(new("old", "rl0uE0cQ5gYk6"));
    }
}
