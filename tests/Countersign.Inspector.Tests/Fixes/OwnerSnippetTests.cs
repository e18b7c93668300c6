using System.Text;
using System.Text.Json;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Fixes.Owner;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Reports;
using Xunit;

namespace Countersign.Inspector.Tests.Fixes;

public sealed class OwnerSnippetTests
{
    [Fact]
    public void Every_remedy_mends_something_and_has_code_for_somebody() =>
        Assert.All(Remedy.All, remedy =>
        {
            Assert.Contains(CheckCatalogue.Exchanges, check => check.Row.Remedy == remedy);
            Assert.NotEmpty(OwnerSnippets.For(remedy));
        });

    [Fact]
    public void Every_snippet_is_one_of_a_remedy_and_a_framework()
    {
        var there = typeof(OwnerSnippets).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("Snippets/", StringComparison.Ordinal));
        var known = from remedy in Remedy.All from framework in Framework.All where OwnerSnippets.Of(remedy, framework) is not null select $"Snippets/{remedy.Name}/{framework.Name}";

        Assert.Equal(known.Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("X-Powered-By: Express", "", "express")]
    [InlineData("Server: Kestrel", "", "aspnetcore")]
    [InlineData("Server: uvicorn", "", "fastapi")]
    [InlineData("Server: nginx/1.22.1", "{\"detail\":\"Not authenticated\"}", "fastapi")]
    [InlineData("Server: nginx", "{\"detail\":\"Authentication credentials were not provided.\"}", "django-rest")]
    [InlineData("Server: WSGIServer/0.2 CPython/3.11.2", "", "django-rest")]
    [InlineData("Vary: Origin", "{\"timestamp\":\"2026-11-23T03:00:00.000+00:00\",\"status\":401,\"error\":\"Unauthorized\",\"path\":\"/orders\"}", "spring-boot")]
    [InlineData("Server: nginx/1.22.1", "<html><body><center><h1>401 Authorization Required</h1></center><hr><center>nginx/1.22.1</center></body></html>", "nginx")]
    [InlineData("Server: Apache/2.4.62 (Debian)", "<p>This server could not verify that you\nare authorized", "apache")]
    [InlineData("Server: nginx/1.22.1", "{\"message\":\"no\"}", null)]
    [InlineData("Server: Apache", "no", null)]
    [InlineData("X-Express: no", "{\"timestamp\":1}", null)]
    public void Knows_a_framework_by_what_it_says_and_no_application_by_its_proxy(string field, string content, string? expected) =>
        Assert.Equal(expected, FrameworkReading.Of(RawHttpReader.Read($"GET / HTTP/1.1\nHost: a.example\n\nHTTP/1.1 401 Unauthorized\n{field}\n\n{content}\n").Exchanges[0].Response!)?.Name);

    [Fact]
    public void Reports_show_the_code_of_the_framework_that_answered_and_of_another_when_asked()
    {
        var inspection = Inspection.Of(RawHttpReader.Read("GET / HTTP/1.1\nHost: a.example\n\nHTTP/1.1 401 Unauthorized\nX-Powered-By: Express\n\nUnauthorized\n"));

        Assert.Contains("what the owner changes, in Express", Text(inspection, null), StringComparison.Ordinal);
        Assert.Contains("response.set('WWW-Authenticate', 'Bearer realm=\"api\"').sendStatus(401);", Text(inspection, null), StringComparison.Ordinal);
        Assert.Contains("func requireUser(next http.Handler) http.Handler {", Text(inspection, Framework.Go), StringComparison.Ordinal);
        Assert.Contains("in Spring Boot (by its documentation, not tried)", Text(inspection, Framework.SpringBoot), StringComparison.Ordinal);

        var fix = Assert.Single(Json(inspection).GetProperty("ownerFixes").EnumerateArray());
        Assert.Equal(("challenge", "express"), (fix.GetProperty("remedy").GetString(), fix.GetProperty("framework").GetString()));
    }

    [Fact]
    public void Where_the_framework_is_not_known_all_are_named()
    {
        var inspection = Inspection.Of(RawHttpReader.Read("GET / HTTP/1.1\nHost: a.example\n\nHTTP/1.1 401 Unauthorized\n\nno\n"));

        Assert.Contains("There is code for it: --framework with one of aspnetcore, express, fastapi, django-rest, spring-boot, go, nginx, apache.", Text(inspection, null), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, Assert.Single(Json(inspection).GetProperty("ownerFixes").EnumerateArray()).GetProperty("snippet").ValueKind);
    }

    private static string Text(Inspection inspection, Framework? framework)
    {
        using var text = new StringWriter { NewLine = "\n" };
        TextReport.Write(text, inspection, framework);
        return text.ToString();
    }

    private static JsonElement Json(Inspection inspection)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
            JsonReport.Write(json, inspection);
        return JsonDocument.Parse(Encoding.UTF8.GetString(output.ToArray())).RootElement;
    }
}
