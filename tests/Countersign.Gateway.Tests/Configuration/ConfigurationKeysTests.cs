using System.Net;
using System.Text.Json;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Words;
using Countersign.Gateway.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Configuration;

public sealed class ConfigurationKeysTests
{
    [Fact]
    public void Every_object_of_the_schema_is_closed()
    {
        using var schema = JsonDocument.Parse(JsonSchemaWriter.Write());

        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.RootElement.GetProperty("$schema").GetString());
        Assert.All(Objects(schema.RootElement).Where(item => item.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object), item =>
            Assert.Equal(JsonValueKind.False, item.GetProperty("additionalProperties").ValueKind));
    }

    [Fact]
    public void Every_key_is_on_the_reference_page()
    {
        var page = OptionsReference.Write();

        Assert.All(ConfigurationKeys.All, key => Assert.Contains($"| `{key.Name}` |", page, StringComparison.Ordinal));
        Assert.All(ConfigurationKeys.All, key => Assert.EndsWith(".", key.Sentence, StringComparison.Ordinal));
        Assert.Equal(ConfigurationKeys.All.Length, page.Split('\n').Count(line => line.StartsWith("| `", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_key_that_needs_a_restart_is_compared_with_the_start()
    {
        var start = new GatewayConfiguration();
        var changed = new GatewayConfiguration
        {
            Listen = [new() { Url = "http://127.0.0.1:8082" }],
            Admin = null,
            AdminLab = "http://127.0.0.1:8403",
            Store = StoreAddress.OfFile("other.db"),
            ForwardAuth = new([]) { FastCgi = new(IPAddress.Loopback, 9001) },
            Journal = new() { Retention = TimeSpan.FromDays(1), MaxRows = 1 },
            Limits = new() { AttemptsPerName = 1, AttemptsWindow = TimeSpan.FromDays(1), RefusalsPerMinute = 1, PasswordWorkers = 2, PasswordQueue = 1 },
        };
        var keys = ConfigurationKeys.All.Where(key => key.NeedsRestart).Select(key => key.Section.Length == 0 ? key.Name : $"{key.Section}.{key.Name}");

        Assert.Equal(keys, RestartKeys.Between(start, changed));
        Assert.Empty(RestartKeys.Between(start, new GatewayConfiguration()));
    }

    [Fact]
    public void No_key_is_listed_twice() =>
        Assert.Equal(ConfigurationKeys.All.Length, ConfigurationKeys.All.DistinctBy(key => (key.Section, key.Name)).Count());

    [Theory]
    [InlineData("acess", "access")]
    [InlineData("allowCleartext", "allow-cleartext")]
    [InlineData("trusted_proxies", "trusted-proxies")]
    [InlineData("rotues", "routes")]
    [InlineData("colour", null)]
    public void Finds_the_name_that_was_meant(string written, string? meant) =>
        Assert.Equal(meant, NearestName.Of(written, ConfigurationKeys.All.Select(key => key.Name)));

    private static IEnumerable<JsonElement> Objects(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Objects(property.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Objects),
        _ => [],
    };
}
