namespace Countersign.Gateway.Doctor.Address;

/// <summary>What an answer gives away of what it passed on its way.</summary>
internal static class Signs
{
    /// <summary>The field by which a cache says that the answer was kept; null when none does.</summary>
    public static string? OfCache(Exchange answer)
    {
        if (answer.Field("Age") is { } age && age != "0")
            return $"Age: {age}";
        foreach (var name in new[] { "Cache-Status", "X-Cache", "CF-Cache-Status", "X-Cache-Status", "X-Proxy-Cache" })
        {
            if (answer.Field(name) is { } told && told.Contains("hit", StringComparison.OrdinalIgnoreCase))
                return $"{name}: {told}";
        }

        return null;
    }

    /// <summary>What stands between, as far as it names itself; null when nothing does.</summary>
    public static string? OfProxy(Exchange answer) => (answer.Field("Server"), answer.Field("Via")) switch
    {
        ({ } server, { } via) => $"{server}, via {via}",
        (null, { } via) => via,
        (var server, null) => server,
    };

    /// <summary>The reason of a refusal, as problem+json has it; null for other contents.</summary>
    public static string? ReasonOf(Exchange answer) => Member(answer, "reason");

    /// <summary>Where the refusal says that one signs in; null when it does not.</summary>
    public static string? LoginOf(Exchange answer) => Member(answer, "login");

    private static string? Member(Exchange answer, string name)
    {
        if (answer.Field("Content-Type")?.Contains("json", StringComparison.OrdinalIgnoreCase) != true)
            return null;
        try
        {
            using var json = System.Text.Json.JsonDocument.Parse(answer.Body);
            return json.RootElement.ValueKind == System.Text.Json.JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var member) && member.ValueKind == System.Text.Json.JsonValueKind.String
                ? member.GetString() : null;
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException)
        {
            // A string may have half a character in it.
            return null;
        }
    }
}
