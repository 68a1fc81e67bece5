using System.IO.Compression;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>An upload that is not taken.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">Swedish: why, and what to do.</param>
internal sealed class UploadRefusedException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}

/// <summary>
/// The files of a form, read part by part from the body: the framework's own reading of a form writes what is large to a temporary file, and these hold
/// person ids. Plain files are packed as they arrive and a zip is kept as it is, in memory, since an adapter may read them more than once.
/// </summary>
internal static class UploadedFiles
{
    /// <summary>What all files of an upload may take, packed.</summary>
    public const long MaxPackedBytes = 64L << 20;

    /// <summary>What a request may carry; plain files become about a tenth.</summary>
    public const long MaxBytes = 1L << 30;

    private const string TokenField = "__RequestVerificationToken";
    private const string TooLarge = "Leveransen är för stor för webbläsaren: över 64 MB packad. Lägg den i inkorgen i stället, eller be IT läsa in den med kst import contacts.";
    private const int MaxFiles = 50, MaxNameLength = 200, MaxTokenBytes = 4096;

    /// <summary>Reads the form to its end. Its first field must be the antiforgery token, which is checked before anything else is read.</summary>
    /// <param name="request">Its body has not been touched.</param>
    /// <param name="antiforgery">Checks the token.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Bare names, and what opens each file from its first byte.</returns>
    /// <exception cref="UploadRefusedException">The token is missing or wrong, no file was chosen, or there is too much.</exception>
    public static async Task<IReadOnlyDictionary<string, Func<Stream>>> Read(HttpRequest request, IAntiforgery antiforgery, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType != "multipart/form-data" || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 100 } boundary)
            throw new UploadRefusedException(StatusCodes.Status400BadRequest, "Formuläret kom inte fram. Ladda om sidan och försök igen.");
        if (request.ContentLength > MaxBytes) throw new UploadRefusedException(StatusCodes.Status413PayloadTooLarge, TooLarge);

        var parts = new MultipartReader(boundary, request.Body);
        try
        {
            await CheckToken(parts, request, antiforgery, ct);
            Dictionary<string, Func<Stream>> files = new(StringComparer.Ordinal);
            long packed = 0;
            while (await parts.ReadNextSectionAsync(ct) is { } part)
            {
                if (part.AsFileSection() is not { FileName.Length: > 0 } file) continue;
                var name = BareName(file.FileName);
                if (files.Count == MaxFiles) throw new UploadRefusedException(StatusCodes.Status400BadRequest, $"Det är fler än {MaxFiles} filer. En leverans är en månads filer, eller en zip.");
                var (open, bytes) = await Take(file.FileStream!, name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase), MaxPackedBytes - packed, ct);
                packed += bytes;
                if (!files.TryAdd(name, open)) throw new UploadRefusedException(StatusCodes.Status400BadRequest, $"Två filer heter {QuarantinePicture.Masked(name)}. Välj en månads filer åt gången.");
            }
            return files.Count > 0 ? files : throw new UploadRefusedException(StatusCodes.Status400BadRequest, "Välj leveransens filer först: leverans.json och månadens filer, eller en zip.");
        }
        catch (BadHttpRequestException tooMuch) when (tooMuch.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new UploadRefusedException(StatusCodes.Status413PayloadTooLarge, TooLarge);
        }
        catch (Exception broken) when (broken is InvalidDataException || (broken is IOException and not BadHttpRequestException && !ct.IsCancellationRequested))
        {
            throw new UploadRefusedException(StatusCodes.Status400BadRequest, "Filerna kom inte fram hela. Försök igen.");
        }
    }

    private static async Task CheckToken(MultipartReader parts, HttpRequest request, IAntiforgery antiforgery, CancellationToken ct)
    {
        var first = (await parts.ReadNextSectionAsync(ct))?.AsFormDataSection();
        if (first?.Name == TokenField)
        {
            var buffer = new byte[MaxTokenBytes];
            var length = await first.Section.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
            request.Headers["RequestVerificationToken"] = System.Text.Encoding.UTF8.GetString(buffer, 0, length); // else the check itself would read the form
            if (await antiforgery.IsRequestValidAsync(request.HttpContext)) return;
        }
        throw new UploadRefusedException(StatusCodes.Status400BadRequest, "Sidan har varit öppen för länge. Ladda om den, välj filerna igen och försök en gång till.");
    }

    private static async Task<(Func<Stream> Open, long Bytes)> Take(Stream content, bool isPacked, long allowed, CancellationToken ct)
    {
        var kept = new MemoryStream();
        var packer = isPacked ? (Stream)kept : new DeflateStream(kept, CompressionLevel.Fastest, leaveOpen: true);
        var buffer = new byte[64 * 1024];
        for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
        {
            packer.Write(buffer, 0, read);
            if (kept.Length > allowed) throw new UploadRefusedException(StatusCodes.Status413PayloadTooLarge, TooLarge);
        }
        if (!isPacked) await packer.DisposeAsync();
        var (bytes, length) = (kept.GetBuffer(), (int)kept.Length);
        if (isPacked) return (() => new MemoryStream(bytes, 0, length, writable: false), length);
        return (() => new DeflateStream(new MemoryStream(bytes, 0, length, writable: false), CompressionMode.Decompress), length);
    }

    /// <summary>The last part of the name: some browsers send the sender's whole path.</summary>
    private static string BareName(string sent)
    {
        var name = sent[(sent.LastIndexOfAny(['/', '\\']) + 1)..].Normalize();
        return name.Length is > 0 and <= MaxNameLength && name is not ("." or "..") && !name.Any(char.IsControl) ? name
            : throw new UploadRefusedException(StatusCodes.Status400BadRequest, "En fil har ett namn som inte kan användas. Byt namn på den och försök igen.");
    }
}
