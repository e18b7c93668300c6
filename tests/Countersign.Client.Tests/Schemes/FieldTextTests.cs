using System.Net;
using Countersign.Client.Tokens.Grants;
using Xunit;

namespace Countersign.Client.Tests.Schemes;

/// <summary>Secrets often end with the line break of the file that they are read from; others come from people. None writes a field of its own.</summary>
public sealed class FieldTextTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("X-API-Key", "k1\n")]
    [InlineData("X-API-Key", "k1\r\nX-Role: admin")]
    [InlineData("X API Key", "k1")]
    public void Takes_no_key_that_a_field_can_not_carry(string field, string key)
    {
        var options = new ReauthenticationOptions();

        var refused = Assert.Throws<ArgumentException>(() => options.AddApiKey("https://api.example", new(key), apiKey => apiKey.Header = field));

        Assert.DoesNotContain("k1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_no_token_that_a_field_can_not_carry()
    {
        using var server = new StubServer(_ => new(HttpStatusCode.OK));
        using var client = server.Client(options => options.AddBearer("https://api.example", new StaticTokenGrant(new("t1\r\nX-Role: admin"))));

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => client.GetAsync("https://api.example/a", Cancel));

        Assert.DoesNotContain("t1", refused.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }
}
