namespace Countersign.Client.Exchanges;

/// <summary>Takes leave of an answer that nobody reads.</summary>
internal static class Drain
{
    private const int MaxLength = 64 * 1024;

    /// <summary>How long the content of an answer is waited for that nobody asked for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Reads the rest of a short answer, so that its connection serves the next request; a long or slow one is cut off.</summary>
    public static async Task AsideAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        using (response)
        {
            if (response.Content.Headers.ContentLength is 0 or > MaxLength)
                return;
            try
            {
                await ReadAsync(response.Content, MaxLength, cancel);
            }
            catch (Exception exception) when (IsOfPeer(exception))
            {
                // Nobody wanted the rest.
            }
        }
    }

    /// <summary>Whether reading a content failed by its sender: the connection is lost, or it is not in the coding that it claims to be in.</summary>
    public static bool IsOfPeer(Exception exception) => exception is IOException or HttpRequestException or InvalidDataException or InvalidOperationException;

    /// <summary>The first octets of a content, as far as they come in time.</summary>
    public static async Task<byte[]> ReadAsync(HttpContent content, int maxLength, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        var read = new MemoryStream();
        try
        {
            using var stream = await content.ReadAsStreamAsync(patience.Token);
            var piece = new byte[Math.Min(maxLength, 8 * 1024)];
            while (read.Length < maxLength && await stream.ReadAsync(piece.AsMemory(0, (int)Math.Min(piece.Length, maxLength - read.Length)), patience.Token) is > 0 and var length)
                read.Write(piece, 0, length);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // What is not here by now is not waited for.
        }

        return read.ToArray();
    }
}
