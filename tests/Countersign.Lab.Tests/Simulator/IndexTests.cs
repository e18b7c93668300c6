using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Twists;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>What the simulator says of itself.</summary>
public sealed class IndexTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = simulator.Url };

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "text/html")]
    [InlineData("application/json", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/html;q=0", "application/json")]
    [InlineData(null, "application/json")]
    public async Task Answers_browsers_with_a_page_and_programs_with_JSON(string? accept, string mediaType) => Assert.Equal(mediaType, (await GetAsync("/", accept)).Content.Headers.ContentType!.MediaType);

    [Fact]
    public async Task Lists_every_address_and_twist()
    {
        var listed = JsonDocument.Parse(await TextAsync("/", null)).RootElement;

        Assert.Equal(SimulatorCatalogue.All.Length, listed.GetProperty("endpoints").GetArrayLength());
        Assert.Equal(TwistCatalogue.All.Select(twist => twist.Name), listed.GetProperty("twists").EnumerateArray().Select(twist => twist.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Its_page_leads_to_addresses_that_are_there()
    {
        var page = await TextAsync("/", "text/html");
        var links = Regex.Matches(page, "href=\"(?<target>[^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => System.Net.WebUtility.HtmlDecode(match.Groups["target"].Value)).ToList();

        Assert.True(links.Count > 100);

        // Some send an answer that is none.
        foreach (var link in links.Where((link, at) => at % 7 == 0 && !link.Contains("connection=", StringComparison.Ordinal)))
            Assert.NotEqual("nothing", (await GetAsync(link, null)).Headers.GetValues("Countersign-Simulated").Single());
    }

    [Fact]
    public async Task Describes_itself_in_OpenAPI_that_can_be_read()
    {
        var text = await TextAsync("/openapi.json", null);
        var paths = JsonDocument.Parse(text).RootElement.GetProperty("paths");

        using var source = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Assert.Empty(OpenApiDocument.Load(source, "json", new OpenApiReaderSettings()).Diagnostic!.Errors);
        Assert.True(paths.TryGetProperty("/digest-auth/{qop}/{user}/{password}/{algorithm}/{stale_after}", out _));
        Assert.True(paths.TryGetProperty("/digest-auth/{qop}/{user}/{password}", out _));
        Assert.True(paths.TryGetProperty("/bytes/{n}", out _));
        Assert.Contains("absent", paths.GetProperty("/sim/{status}/{schemes}").GetRawText(), StringComparison.Ordinal);
        Assert.All(paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Where(member => member.Name != "parameters").GroupBy(operation => operation.Value.GetProperty("operationId").GetString()), group => Assert.Single(group));
    }

    private async Task<HttpResponseMessage> GetAsync(string target, string? accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<string> TextAsync(string target, string? accept) => await (await GetAsync(target, accept)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
