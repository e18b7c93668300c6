using System.Text;
using System.Text.Json;
using Countersign.Gateway.Tests.Hosting;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Xunit;

namespace Countersign.Gateway.Tests.Admin;

public sealed class OpenApiTests : IAsyncLifetime
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync("routes: [{ name: all, access: deny }]");

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_reader_of_OpenAPI_finds_nothing_wrong_with_the_document()
    {
        var read = OpenApiDocument.Parse((await _gateway.SendAsync("GET", "/.countersign/openapi.json")).Body, "json", new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() });

        Assert.Empty(read.Diagnostic!.Errors.Select(error => $"{error.Pointer}: {error.Message}"));
        Assert.Empty(read.Diagnostic.Warnings.Select(warning => $"{warning.Pointer}: {warning.Message}"));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
    }

    [Fact]
    public async Task Names_of_operations_are_given_once()
    {
        var operations = (await DocumentAsync()).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject()).Where(member => member.Name != "parameters").Select(operation => operation.Value.GetProperty("operationId").GetString()).ToList();

        Assert.Equal(operations.Distinct(StringComparer.Ordinal), operations);
    }

    [Fact]
    public async Task Every_address_answers_to_the_methods_of_the_document_and_to_no_other_and_as_it_says()
    {
        foreach (var path in (await DocumentAsync()).GetProperty("paths").EnumerateObject())
        {
            var target = path.Name.Replace("{revocation}", "1", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
            foreach (var method in Methods)
            {
                var reply = await _gateway.SendAsync(method, target, method is "POST" or "PUT" or "PATCH" ? "{}" : "");
                var isKnown = path.Value.TryGetProperty((method == "HEAD" ? "GET" : method).ToLowerInvariant(), out var operation);

                Assert.True(isKnown == (reply.Status != 405), $"{method} {target}: {reply.Raw}");
                if (isKnown)
                    Assert.True(IsDescribed(operation, reply), $"{method} {target}: {reply.Raw}");
            }
        }
    }

    [Fact]
    public async Task Every_address_that_the_listener_names_is_in_the_document()
    {
        var told = (await _gateway.SendAsync("GET", "/.countersign/")).Json.GetProperty("detail").GetString()!;

        var named = told.Split(": ")[1].TrimEnd('.').Split(", ");
        var described = (await DocumentAsync()).GetProperty("paths").EnumerateObject().Select(path => path.Name["/.countersign/".Length..]);
        Assert.Equal(described.Select(path => string.Join('/', path.Split('/').Select(segment => segment.StartsWith('{') ? segment[1..^1].ToUpperInvariant() : segment))), named);
    }

    [Theory]
    [InlineData("POST", "/.countersign/keys", """{"name":"ci","expires":"30d"}""", "Key")]
    [InlineData("POST", "/.countersign/users", """{"name":"eva","password":"x"}""", "User")]
    [InlineData("GET", "/.countersign/users/anna", "", "User")]
    [InlineData("GET", "/.countersign/groups/staff", "", "Group")]
    [InlineData("POST", "/.countersign/revocations", """{"kind":"jti","value":"x"}""", "Revocation")]
    [InlineData("GET", "/.countersign/journal/REFERENCE", "", "JournalEntry")]
    [InlineData("GET", "/.countersign/users/nobody", "", "Problem")]
    public async Task What_is_answered_has_the_members_of_its_schema(string method, string target, string content, string name)
    {
        _gateway.Host.Services.Users.Add(new("anna", "h") { Groups = ["staff"] });
        var reference = (await _gateway.GetAsync("/")).Reference;

        var reply = await _gateway.SendAsync(method, target.Replace("REFERENCE", reference, StringComparison.Ordinal), content);

        var schema = (await DocumentAsync()).GetProperty("components").GetProperty("schemas").GetProperty(name);
        var known = schema.GetProperty("properties").EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        Assert.All(reply.Json.EnumerateObject(), member => Assert.Contains(TypeOf(member.Value), Types(known[member.Name])));
        Assert.Superset(
            schema.GetProperty("required").EnumerateArray().Select(member => member.GetString()!).ToHashSet(StringComparer.Ordinal),
            reply.Json.EnumerateObject().Select(member => member.Name).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_schema_of_an_answer_has_a_secret_but_that_of_a_new_key()
    {
        var schemas = (await DocumentAsync()).GetProperty("components").GetProperty("schemas").EnumerateObject().ToList();

        var secrets = schemas.SelectMany(schema => schema.Value.TryGetProperty("properties", out var members)
            ? members.EnumerateObject().Where(member => member.Value.TryGetProperty("format", out var format) && format.GetString() == "password").Select(member => $"{schema.Name}.{member.Name}")
            : []);
        Assert.Equal(["Key.key", "NewPassword.password", "NewRevocation.token", "NewUser.password"], secrets.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("hash", schemas.SelectMany(schema => schema.Value.GetProperty("properties").EnumerateObject()).Select(member => member.Name));
    }

    private static bool IsDescribed(JsonElement operation, Reply reply)
    {
        if (!operation.GetProperty("responses").TryGetProperty(reply.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), out var response))
            return false;
        if (reply.Field("Content-Type")?.Split(';')[0] is not { } type)
            return !response.TryGetProperty("content", out _);
        return response.TryGetProperty("content", out var content) && content.TryGetProperty(type, out _);
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "integer",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Array => "array",
        JsonValueKind.Null => "null",
        _ => "object",
    };

    private static IEnumerable<string> Types(JsonElement schema)
    {
        var type = schema.GetProperty("type");
        return type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(item => item.GetString()!) : [type.GetString()!];
    }

    private async Task<JsonElement> DocumentAsync()
    {
        var reply = await _gateway.SendAsync("GET", "/.countersign/openapi.json");
        Assert.Equal((200, "application/json", Encoding.UTF8.GetByteCount(reply.Body)), (reply.Status, reply.Field("Content-Type"), int.Parse(reply.Field("Content-Length")!, System.Globalization.CultureInfo.InvariantCulture)));
        return reply.Json;
    }
}
