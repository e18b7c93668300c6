using System.Text;
using System.Text.Json;
using Countersign.Cli.Commands;

namespace Countersign.Cli.Labs;

/// <summary>Sends answers to the command that serves the exercises.</summary>
internal static class LabAnswers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The parts of an answer as they stand on a command line: <c>name=text</c>, or <c>name=@file</c>.</summary>
    /// <exception cref="CommandFailure">A file can't be read.</exception>
    public static Dictionary<string, string> Read(IEnumerable<string> parts)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var text = part[(equals + 1)..];
            values[part[..equals]] = text.StartsWith('@') ? File.ReadAllText(text[1..], Encoding.UTF8) : text;
        }

        return values;
    }

    /// <summary>Sends one, and takes what is said of it.</summary>
    /// <param name="address">The learner's address of the exercise.</param>
    /// <param name="values">The answer.</param>
    /// <param name="cancel">Breaks off.</param>
    /// <exception cref="CommandFailure">Nobody serves the exercises there.</exception>
    public static async Task<JsonElement> SendAsync(string address, Dictionary<string, string> values, CancellationToken cancel)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
        try
        {
            using var form = new FormUrlEncodedContent(values);
            using var answer = await http.PostAsync(new Uri($"{address}/answer"), form, cancel);
            if (!answer.IsSuccessStatusCode)
                throw new CommandFailure($"{address} answered {(int)answer.StatusCode} to the answer.");
            await using var content = await answer.Content.ReadAsStreamAsync(cancel);
            using var read = await JsonDocument.ParseAsync(content, cancellationToken: cancel);
            return read.RootElement.Clone();
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || failure is TaskCanceledException && !cancel.IsCancellationRequested)
        {
            throw new CommandFailure($"nobody serves exercises at {address}. Start 'countersign lab NUMBER' in another terminal first.");
        }
    }
}
