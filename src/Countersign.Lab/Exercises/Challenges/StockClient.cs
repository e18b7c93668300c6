using System.Net;
using Countersign.Lab.Exercises.Records;

namespace Countersign.Lab.Exercises.Challenges;

/// <summary>.NET's HttpClient with a user name and a password, and nothing else: what it does with a challenge is what most programs do. No network is between it and the exercise.</summary>
internal static class StockClient
{
    /// <summary>The user.</summary>
    public const string User = "anna";

    /// <summary>The password.</summary>
    public const string Password = "open sesame";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks a place of an exercise.</summary>
    /// <returns>The status of the last answer; 0 where the client gave up.</returns>
    public static async Task<int> AskAsync(Exercise exercise, ExerciseRecord record, string place, CancellationToken cancel)
    {
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            Credentials = new NetworkCredential(User, Password),
            ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(new InnerConnection(exercise, record)),
        };
        using var http = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://lab.example/{place}"), HttpCompletionOption.ResponseHeadersRead, cancel);
            return (int)answer.StatusCode;
        }
        catch (Exception gaveUp) when (gaveUp is HttpRequestException || gaveUp is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return 0;
        }
    }
}
