using System.Globalization;
using System.Text;
using Countersign.Inspector.ApiDescriptions;
using Xunit;

namespace Countersign.Inspector.Tests.ApiDescriptions;

public sealed class ApiDescriptionReaderTests
{
    [Theory]
    [InlineData("/v1/orders", "/orders")]
    [InlineData("/v1/orders/", "/orders")]
    [InlineData("/v1/orders/search", "/orders/search")]
    [InlineData("/v1/orders/7", "/orders/{id}")]
    [InlineData("/v1/orders/7.pdf", "/orders/{id}.pdf")]
    [InlineData("/v1/orders/7/lines", null)]
    [InlineData("/orders/7", "/orders/{id}")] // without the path of the server, as behind a proxy
    [InlineData("/v2/orders", null)]
    public void Finds_the_operation_by_its_path(string path, string? template)
    {
        var api = Read("""
            openapi: 3.0.3
            info: { title: x, version: "1" }
            servers: [ { url: "https://{host}/v1/", variables: { host: { default: api.example } } } ]
            paths:
              /orders/{id}: { get: { responses: { default: { description: x } } } }
              /orders/{id}.pdf: { get: { responses: { default: { description: x } } } }
              /orders: { get: { responses: { default: { description: x } } } }
              /orders/search: { get: { responses: { default: { description: x } } } }
            """);

        Assert.Equal(template, api.Find("GET", new("https://test.example" + path))?.Template);
        Assert.Null(api.Find("DELETE", new("https://test.example" + path)));
    }

    [Fact]
    public void Says_nothing_of_security_where_the_description_does_not()
    {
        var operation = Read("""{"openapi":"3.0.0","info":{"title":"x","version":"1"},"paths":{"/x":{"get":{"responses":{"200":{"description":"x"}}}}}}""").Find("GET", new("https://a.example/x"))!;

        Assert.Null(operation.Security);
        Assert.False(operation.IsPublic || operation.IsProtected);
    }

    [Fact]
    public void Reads_the_second_version_too()
    {
        var operation = Read("""
            swagger: "2.0"
            info: { title: x, version: "1" }
            host: api.example
            basePath: /v1
            schemes: [ https ]
            securityDefinitions:
              who: { type: basic }
              how: { type: apiKey, in: header, name: X-Key }
              why: { type: oauth2, flow: implicit, authorizationUrl: "https://idp.example", scopes: { a: b } }
            paths:
              /x:
                get:
                  security: [ { who: [], how: [] }, { why: [ a ] } ]
                  responses: { "200": { description: x } }
            """).Find("GET", new("https://api.example/v1/x"))!;

        Assert.Equal(["Basic", "the field X-Key", "Bearer"], operation.Schemes.Select(scheme => scheme.Words));
        Assert.Equal([2, 1], operation.Security!.Value.Select(each => each.Parts.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"openapi\":")]
    [InlineData("openapi: [")]
    [InlineData("just words")]
    [InlineData("openapi: 3.0.0\npaths: 7")]
    [InlineData("{\"openapi\":\"3.0.0\",\"info\":{\"title\":\"x\",\"version\":\"1\"},\"paths\":{\"/x\":7}}")]
    [InlineData("\0\u0001")]
    public void Whatever_is_no_description_is_said_to_be_none_and_throws_nothing(string text)
    {
        var api = ApiDescriptionReader.Read(Encoding.UTF8.GetBytes(text), out var fault);

        Assert.True(api is null ? fault is { Length: > 0 } : api.Operations.IsEmpty);
    }

    [Fact]
    public void Anchors_that_multiply_are_bounded()
    {
        var text = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 12; i++)
            text.AppendLine(CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]");

        Assert.Null(ApiDescriptionReader.Read(Encoding.UTF8.GetBytes(text.ToString()), out var fault));
        Assert.EndsWith("there is too much in it, with all that the aliases stand for", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", 100_000, "line 1, column ")]
    [InlineData("{a: ", 100_000, "line 1, column ")]
    [InlineData("- ", 100_000, "line 1, column ")]
    [InlineData("? ", 100_000, "line 1, column ")]
    [InlineData("{\"a\":", 100_000, "line 1, column ")]
    [InlineData("{\"a\":\n[", 100_000, "line 33, column ")]
    public void Nesting_without_an_end_is_told_with_its_place(string opening, int times, string place)
    {
        var text = string.Concat(Enumerable.Repeat(opening, times));

        Assert.Null(ApiDescriptionReader.Read(Encoding.UTF8.GetBytes(opening[0] == '{' && opening[1] == 'a' ? "x: " + text : text), out var fault));
        Assert.StartsWith(place, fault, StringComparison.Ordinal);
        Assert.EndsWith("it nests deeper than 64 levels", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_within_blocks_without_an_end_are_told_with_their_place()
    {
        var text = string.Concat(Enumerable.Range(0, 2000).Select(depth => new string(' ', depth) + "a:\n"));

        Assert.Null(ApiDescriptionReader.Read(Encoding.UTF8.GetBytes(text), out var fault));
        Assert.StartsWith("line 65, column 65", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openapi: &a [*a, *a]", "line 1, column 10: what the aliases stand for nests deeper than 64 levels")]
    [InlineData("openapi: &a { b: *a }", "line 1, column 10: what the aliases stand for nests deeper than 64 levels")]
    [InlineData("openapi: &a [*b, *b]", "line 1, column 14: the alias b stands for nothing")]
    [InlineData("a: 1\nb: 2\na: 3", "line 3, column 1: the key a stands twice")]
    public void Aliases_of_themselves_and_of_nothing_are_told(string text, string told)
    {
        Assert.Null(ApiDescriptionReader.Read(Encoding.UTF8.GetBytes(text), out var fault));
        Assert.Equal(told, fault);
    }

    [Fact]
    public void A_long_text_that_many_aliases_stand_for_is_bounded()
    {
        var text = $"a: &a {new string('x', 1024 * 1024)}\nb: [{string.Join(',', Enumerable.Repeat("*a", 1000))}]";

        Assert.Null(ApiDescriptionReader.Read(Encoding.UTF8.GetBytes(text), out var fault));
        Assert.EndsWith("there is too much in it, with all that the aliases stand for", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_are_no_texts_are_passed_over()
    {
        var operation = Read("""
            openapi: 3.0.3
            info: { title: x, version: "1" }
            ? &list [ a, { b: c } ]
            : x
            paths: { &path /x: { get: { responses: { default: { description: *path } } } } }
            """).Find("GET", new("https://a.example/x"));

        Assert.NotNull(operation);
    }

    [Theory]
    [InlineData("""{"openapi":"3.0.0","info":{"title":"x","version":"1"},"paths":{"/x":{"$ref":"#/paths/~1x"}}}""")]
    [InlineData("""{"openapi":"3.0.0","info":{"title":"x","version":"1"},"security":[{"a":[]}],"components":{"securitySchemes":{"a":{"$ref":"#/components/securitySchemes/a"}}},"paths":{"/x":{"get":{"responses":{"200":{"description":"x"}}}}}}""")]
    [InlineData("""{"openapi":"3.0.0","info":{"title":"x","version":"1"},"security":[{"a":[]}],"components":{"securitySchemes":{"a":{"$ref":"#/components/securitySchemes/b"},"b":{"$ref":"#/components/securitySchemes/a"}}},"paths":{"/x":{"get":{"responses":{"200":{"description":"x"}}}}}}""")]
    public void What_refers_to_itself_ends(string text)
    {
        var api = ApiDescriptionReader.Read(Encoding.UTF8.GetBytes(text), out var fault);

        Assert.True(api is not null || fault is { Length: > 0 });
    }

    private static ApiDescription Read(string text)
    {
        var api = ApiDescriptionReader.Read(Encoding.UTF8.GetBytes(text), out var fault);
        Assert.True(api is not null, fault);
        return api;
    }
}
