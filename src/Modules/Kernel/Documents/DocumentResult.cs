using Kunskapsstyrning.Kernel.Screens;
using Microsoft.AspNetCore.Mvc;

namespace Kunskapsstyrning.Kernel.Documents;

/// <summary>Answers with a document as a Word file.</summary>
internal sealed class DocumentResult(Document document) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var (response, ct) = (context.HttpContext.Response, context.HttpContext.RequestAborted);
        var file = await WordFile.Make(document, ct);
        response.Headers.CacheControl = "no-store";
        response.ContentType = WordFile.MediaType;
        response.ContentLength = file.Length;
        response.Headers.ContentDisposition = $"attachment; filename=\"{FileName(document)}\"";
        await response.Body.WriteAsync(file, ct);
    }

    private static string FileName(Document document) => $"{SwedishText.Slug(document.Kind)}-{SwedishText.Slug(document.Title)}.docx";
}
