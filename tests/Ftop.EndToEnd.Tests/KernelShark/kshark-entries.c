/*
 * kshark-entries FILE: opens a recording with KernelShark's library, as KernelShark does, and prints how many entries it
 * loads of each buffer, as "COUNT NAME"; of the first, which has no name, "COUNT".
 */
#include <stdio.h>
#include <stdlib.h>
#include <libkshark.h>
#include <libkshark-tepdata.h>

int main(int argc, char **argv)
{
	struct kshark_context *context = NULL;

	if (argc != 2 || !kshark_instance(&context))
		return 2;
	int top = kshark_open(context, argv[1]);
	if (top < 0 || kshark_tep_init_all_buffers(context, top) < 0) {
		fprintf(stderr, "%s cannot be opened: %d\n", argv[1], top);
		return 1;
	}

	int *streams = kshark_all_streams(context);
	for (int i = 0; i < context->n_streams; i++) {
		struct kshark_entry **entries = NULL;
		ssize_t count = kshark_load_entries(context, streams[i], &entries);

		if (count < 0) {
			fprintf(stderr, "buffer %d of %s cannot be loaded: %zd\n", i, argv[1], count);
			return 1;
		}
		if (streams[i] == top)
			printf("%zd\n", count);
		else
			printf("%zd %s\n", count, kshark_get_data_stream(context, streams[i])->name);
		for (ssize_t entry = 0; entry < count; entry++)
			free(entries[entry]);
		free(entries);
	}

	free(streams);
	kshark_close_all(context);
	kshark_free(context);
	return 0;
}
