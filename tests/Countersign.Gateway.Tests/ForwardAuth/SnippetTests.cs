using Countersign.Gateway.Configuration;
using Countersign.Gateway.ForwardAuth;
using Countersign.Gateway.ForwardAuth.Snippets;
using Countersign.Gateway.Tests.Configuration;
using Countersign.Gateway.Tests.Hosting;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Countersign.Gateway.Tests.ForwardAuth;

/// <summary>What <c>countersign snippet</c> prints; that it works is seen with the real proxies.</summary>
public sealed class SnippetTests
{
    public static TheoryData<string> Names => [.. SnippetCatalogue.All.Select(snippet => snippet.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_field_that_the_gateway_says_is_copied(string name)
    {
        var text = Write(name, out var order);

        foreach (var field in name == "haproxy" ? [] : order.Copied)
            Assert.Contains(field, text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("apache")]
    [InlineData("caddy")]
    [InlineData("haproxy")]
    [InlineData("traefik")]
    [InlineData("envoy")]
    public void Fields_by_which_clients_pretend_are_taken_off(string name)
    {
        var text = Write(name, out _);

        foreach (var field in new[] { "Remote-User", "X-Remote-User", "X-Auth-Request-User", "X-Original-URL", "X-Forwarded-Uri", "Forwarded" })
            Assert.Contains(field, text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("traefik")]
    [InlineData("envoy")]
    public void What_is_to_be_YAML_is_YAML(string name)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Write(name, out _)));

        Assert.Single(stream.Documents);
    }

    [Theory]
    [InlineData("traefik")]
    [InlineData("envoy")]
    public void Documents_and_preflights_go_to_the_gateway_where_a_yes_is_known_by_its_status(string name)
    {
        var text = Write(name, out _);

        Assert.Contains("/.well-known/jwks.json", text, StringComparison.Ordinal);
        Assert.Contains("access-control-request-method", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_fields_are_those_of_the_compiled_schemes()
    {
        await using var gateway = await RunningGateway.StartAsync(AskedGateway.Yaml.Replace("routes:", """
              tokens: { type: bearer, issuers: [{ issuer: https://issuer.example, audiences: [api], jwks-uri: "https://127.0.0.1:1/keys" }] }
              proven: { type: dpop, tokens: tokens }
            routes:
              - { name: proven, match: { path: /proven/** }, access: { any-of: [proven] } }
            """, StringComparison.Ordinal));
        var state = gateway.Host.Runtime.State;
        var names = UpstreamFields.Of(state.Configuration).Names;

        foreach (var field in state.CredentialFields.Concat(state.Routes.Routes.SelectMany(route => route.FieldsBesideAuthorization)))
            Assert.Contains(field, names, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_field_that_no_proxy_could_be_told_of_is_refused()
    {
        using var files = new Fixtures();
        var order = Order(files, AskedGateway.Yaml.Replace("schemes:", "identity: { user: X$User }\nschemes:", StringComparison.Ordinal));

        Assert.Contains("X$User", order.Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_forward_auth_there_is_nothing_to_print()
    {
        using var files = new Fixtures();
        var order = Order(files, "routes: [{ name: all, access: deny }]");

        Assert.Contains("forward-auth", order.Fault(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("80", true)]
    [InlineData("127.0.0.1:8080", true)]
    [InlineData("[::1]:8080", true)]
    [InlineData("0", false)]
    [InlineData("80; root /", false)]
    [InlineData("::1", false)]
    [InlineData("localhost:80", false)]
    public void Where_to_listen_is_a_port_or_an_address_with_one(string text, bool isOne) => Assert.Equal(isOne, SnippetOrder.IsListen(text));

    [Theory]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("https://gateway.example.org", true)]
    [InlineData("http://127.0.0.1:8080/path", false)]
    [InlineData("http://a;b", false)]
    [InlineData("ftp://a", false)]
    public void A_server_is_scheme_host_and_port(string text, bool isOne) => Assert.Equal(isOne, SnippetOrder.UrlFault(text, out _) is null);

    private static string Write(string name, out SnippetOrder order)
    {
        using var files = new Fixtures();
        order = Order(files, AskedGateway.Yaml);
        Assert.Null(order.Fault());
        return SnippetCatalogue.All.Single(snippet => snippet.Name == name).Write(order);
    }

    private static SnippetOrder Order(Fixtures files, string yaml)
    {
        files.Write("", "quick.htpasswd");
        files.Write("", "devices.htdigest");
        var reading = ConfigurationReader.Read(files.Write(yaml.Replace("UPSTREAM", "http://127.0.0.1:3000", StringComparison.Ordinal)), _ => null);
        Assert.Empty(reading.Problems);
        return new(reading.Configuration!, new("http://127.0.0.1:8080"), new("http://127.0.0.1:3000"), "app.example.org", "80");
    }
}
